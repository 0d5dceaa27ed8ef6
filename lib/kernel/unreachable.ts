/** Makes a switch exhaustive: a new member of the union fails the type check here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${typeof value}`);
}
