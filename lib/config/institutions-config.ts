import { fileContent } from "./environment.ts";

export const institutionsVariables = {
  LICET_INSTITUTIONS: fileContent("the path of the file that describes the banks (docs/institutions.md)"),
};
