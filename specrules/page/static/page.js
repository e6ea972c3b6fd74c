// What makes the local page quicker to use. Everything on it works without this.
"use strict";
