/** As TypeScript's own library does not describe it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** A number that goes over the wire as it is written, with every digit, and has never been a float. */
export class Numeral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): unknown {
    return rawJSON(this.text);
  }
}
