import { configureGlobal } from "fast-check";

import { testSeed } from "./sample.ts";

/** Properties take the run's seed: what passed once passes again, and a new seed looks for new cases. */
configureGlobal({ seed: testSeed });
