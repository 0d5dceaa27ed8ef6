import { inspect } from "node:util";

/**
 * Holds a value that must never be logged, serialised or sent to a browser.
 * React refuses to pass class instances to client components, so a `Secret`
 * in a view fails the render instead of leaking.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString() {
    return "[secret]";
  }

  toJSON() {
    return "[secret]";
  }

  [inspect.custom]() {
    return "[secret]";
  }
}
