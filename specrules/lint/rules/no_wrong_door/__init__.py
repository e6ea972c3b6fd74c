"""Rules about people with co-occurring mental health and alcohol or drug conditions."""
