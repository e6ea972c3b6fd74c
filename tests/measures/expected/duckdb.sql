-- access/longest-wait: Days from referral to triage, the longest, of people referred in the period
-- Shape: days. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: episodes, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
SELECT
  b.provider AS provider,
  CASE
    WHEN b.triaged >= b.referred
    THEN CAST(DATE_DIFF('DAY', b.referred, b.triaged) AS BIGINT)
  END AS days,
  CAST(COUNT(*) AS BIGINT) AS cases
FROM episodes AS b
WHERE
  b.referred >= CAST('2026-04-01' AS DATE)
  AND b.referred <= CAST('2026-06-30' AS DATE)
GROUP BY
  b.provider,
  CASE
    WHEN b.triaged >= b.referred
    THEN CAST(DATE_DIFF('DAY', b.referred, b.triaged) AS BIGINT)
  END;

-- access/median-wait: Days from referral to triage, the middle one, of people referred in the period
-- Shape: days. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: episodes, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
SELECT
  b.provider AS provider,
  CASE
    WHEN b.triaged >= b.referred
    THEN CAST(DATE_DIFF('DAY', b.referred, b.triaged) AS BIGINT)
  END AS days,
  CAST(COUNT(*) AS BIGINT) AS cases
FROM episodes AS b
WHERE
  b.referred >= CAST('2026-04-01' AS DATE)
  AND b.referred <= CAST('2026-06-30' AS DATE)
GROUP BY
  b.provider,
  CASE
    WHEN b.triaged >= b.referred
    THEN CAST(DATE_DIFF('DAY', b.referred, b.triaged) AS BIGINT)
  END;

-- mutual-aid/fama-delivered: People in treatment who were helped to use mutual aid, by a review dated in the period
-- Shape: ratio. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: episodes, reviews, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
-- blank: in the denominator, and perhaps in the numerator. unsure: perhaps in neither.
SELECT
  provider,
  CAST(COALESCE(SUM(CASE WHEN hit = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator,
  CAST(COALESCE(
    SUM(
      CASE
        WHEN hit = 1 OR hit_maybe = 0 OR (
          hit = 0 AND hit_maybe = 1
        )
        THEN 1
        ELSE 0
      END
    ),
    0
  ) AS BIGINT) AS denominator,
  CAST(COALESCE(SUM(CASE WHEN hit = 0 AND hit_maybe = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS blank,
  CAST(0 AS BIGINT) AS unsure
FROM (
  SELECT
    b.provider AS provider,
    b.person AS unit,
    MAX(CASE WHEN m1.sure = 1 THEN 1 ELSE 0 END) AS hit,
    MAX(CASE WHEN NOT m1.sure IS NULL THEN 1 ELSE 0 END) AS hit_maybe
  FROM episodes AS b
  LEFT JOIN (
    SELECT
      m1.person AS person,
      m1.provider AS provider,
      MAX(CASE WHEN m1.mutual_aid = 'delivered' THEN 1 ELSE 0 END) AS sure
    FROM reviews AS m1
    WHERE
      (
        m1.mutual_aid = 'delivered' OR m1.mutual_aid IS NULL
      )
      AND (
        m1.reviewed >= CAST('2026-04-01' AS DATE)
        AND m1.reviewed <= CAST('2026-06-30' AS DATE)
      )
    GROUP BY
      m1.person,
      m1.provider
  ) AS m1
    ON b.person = m1.person AND b.provider = m1.provider
  WHERE
    b.referred <= CAST('2026-06-30' AS DATE)
    AND (
      b.discharged IS NULL OR b.discharged >= CAST('2026-04-01' AS DATE)
    )
  GROUP BY
    b.provider,
    b.person
) AS u
GROUP BY
  provider;

-- mutual-aid/peer-support-involved: People in treatment who were involved in peer support, by a review dated in the period
-- Shape: ratio. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: episodes, reviews, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
-- blank: in the denominator, and perhaps in the numerator. unsure: perhaps in neither.
SELECT
  provider,
  CAST(COALESCE(SUM(CASE WHEN hit = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator,
  CAST(COALESCE(
    SUM(
      CASE
        WHEN hit = 1 OR hit_maybe = 0 OR (
          hit = 0 AND hit_maybe = 1
        )
        THEN 1
        ELSE 0
      END
    ),
    0
  ) AS BIGINT) AS denominator,
  CAST(COALESCE(SUM(CASE WHEN hit = 0 AND hit_maybe = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS blank,
  CAST(0 AS BIGINT) AS unsure
FROM (
  SELECT
    b.provider AS provider,
    b.person AS unit,
    MAX(CASE WHEN m1.sure = 1 THEN 1 ELSE 0 END) AS hit,
    MAX(CASE WHEN NOT m1.sure IS NULL THEN 1 ELSE 0 END) AS hit_maybe
  FROM episodes AS b
  LEFT JOIN (
    SELECT
      m1.person AS person,
      m1.provider AS provider,
      MAX(CASE WHEN m1.peer_support = 'delivered' THEN 1 ELSE 0 END) AS sure
    FROM reviews AS m1
    WHERE
      (
        m1.peer_support = 'delivered' OR m1.peer_support IS NULL
      )
      AND (
        m1.reviewed >= CAST('2026-04-01' AS DATE)
        AND m1.reviewed <= CAST('2026-06-30' AS DATE)
      )
    GROUP BY
      m1.person,
      m1.provider
  ) AS m1
    ON b.person = m1.person AND b.provider = m1.provider
  WHERE
    b.referred <= CAST('2026-06-30' AS DATE)
    AND (
      b.discharged IS NULL OR b.discharged >= CAST('2026-04-01' AS DATE)
    )
  GROUP BY
    b.provider,
    b.person
) AS u
GROUP BY
  provider;

-- mutual-aid/recovery-support-reviewed: Recovery support interventions open in the period with a review dated in it
-- Shape: ratio. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: interventions, reviews, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
-- blank: in the denominator, and perhaps in the numerator. unsure: perhaps in neither.
SELECT
  provider,
  CAST(COALESCE(SUM(CASE WHEN hit = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS numerator,
  CAST(COALESCE(SUM(CASE WHEN hit = 1 OR hit = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS denominator,
  CAST(0 AS BIGINT) AS blank,
  CAST(0 AS BIGINT) AS unsure
FROM (
  SELECT
    b.provider AS provider,
    b.intervention AS unit,
    CASE WHEN m1.sure = 1 THEN 1 ELSE 0 END AS hit
  FROM interventions AS b
  LEFT JOIN (
    SELECT
      m1.intervention AS intervention,
      m1.provider AS provider,
      1 AS sure
    FROM reviews AS m1
    WHERE
      m1.reviewed >= CAST('2026-04-01' AS DATE)
      AND m1.reviewed <= CAST('2026-06-30' AS DATE)
    GROUP BY
      m1.intervention,
      m1.provider
  ) AS m1
    ON b.intervention = m1.intervention AND b.provider = m1.provider
  WHERE
    (
      b.started <= CAST('2026-06-30' AS DATE)
      AND (
        b.ended IS NULL OR b.ended >= CAST('2026-04-01' AS DATE)
      )
    )
    AND b.kind = 'recovery support'
) AS u
GROUP BY
  provider;

-- treatment/latest-review: The last day on which anybody's review is dated
-- Shape: latest. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: reviews, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
-- perhaps: the last day where those count too of whom a blank leaves it open.
SELECT
  b.provider AS provider,
  MAX(b.reviewed) AS latest,
  MAX(b.reviewed) AS perhaps
FROM reviews AS b
WHERE
  b.reviewed <= CAST('2026-06-30' AS DATE)
GROUP BY
  b.provider;

-- treatment/people: People in treatment in the period
-- Shape: count. Dataset: NDTMS core dataset K.
-- Period: 2026-27-Q1.
-- Tables: episodes, as `specrules extract convert` writes them.
-- The columns of this dataset were not checked against a file.
-- blank: in the denominator, and perhaps in the numerator. unsure: perhaps in neither.
SELECT
  b.provider AS provider,
  CAST(COUNT(DISTINCT b.person) AS BIGINT) AS numerator,
  CAST(0 AS BIGINT) AS unsure
FROM episodes AS b
WHERE
  b.referred <= CAST('2026-06-30' AS DATE)
  AND (
    b.discharged IS NULL OR b.discharged >= CAST('2026-04-01' AS DATE)
  )
GROUP BY
  b.provider;
