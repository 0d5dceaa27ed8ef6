import { fileContent } from "./environment.ts";

export const providerVariables = {
  LICET_PROVIDER: fileContent("the path of the file that says who runs this installation (docs/provider.md)"),
};
