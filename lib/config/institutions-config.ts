import { fileAt } from "./environment.ts";

export const institutionsVariables = {
  LICET_INSTITUTIONS: fileAt("the path of the file that describes the banks (docs/institutions.md)"),
};
