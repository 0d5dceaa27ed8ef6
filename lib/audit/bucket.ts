/** What an object storage is asked for here: objects are made, read and listed, and never replaced or deleted. */
export interface Bucket {
  /** Whether the object was made now; `false` where one of this name was there before, which stays as it is. */
  create(name: string, content: string): Promise<boolean>;
  read(name: string): Promise<string>;
  /** The names of the objects and folders straight below a prefix that ends with a slash; folders end with one too. */
  list(prefix: string): Promise<readonly string[]>;
}
