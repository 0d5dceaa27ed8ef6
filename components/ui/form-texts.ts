/** The texts that a form needs in the browser. They are props, so that no catalogue of translations is shipped. */
export interface FormTexts {
  readonly pending: string;
  readonly danger: string;
  readonly formInvalid: string;
  readonly unreachable: string;
  /** With `{code}` and `{requestId}` in it. */
  readonly support: string;
  readonly required: string;
  readonly email: string;
  readonly tooLong: string;
  readonly tooShort: string;
  readonly invalid: string;
}

export const supportLine = (template: string, code: string, requestId: string) =>
  template.replace("{code}", code).replace("{requestId}", requestId);
