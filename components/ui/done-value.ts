"use client";

import { createContext } from "react";

/** What the action of the form around it answered, for whatever stands in the form's place once it is done. */
export const DoneValue = createContext<unknown>(null);
