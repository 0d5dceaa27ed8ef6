import { describe, expect, test } from "vitest";
import { Secret } from "#lib/kernel/secret.ts";
import { signedHeaders } from "./aws-signature.ts";

/** The examples of "Signature Calculations for the Authorization Header" in the documentation of Amazon S3. */
const credentials = {
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
  region: "us-east-1",
};
const at = new Date("2013-05-24T00:00:00Z");
const host = "https://examplebucket.s3.amazonaws.com";

describe("a request to S3", () => {
  test.each([
    [
      "that gets an object",
      { method: "GET", url: `${host}/test.txt`, headers: { range: "bytes=0-9" }, body: "" },
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "that puts an object",
      {
        method: "PUT",
        url: `${host}/test%24file.text`,
        headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
        body: "Welcome to Amazon S3.",
      },
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    [
      "that asks for a bucket's lifecycle",
      { method: "GET", url: `${host}/?lifecycle`, headers: {}, body: "" },
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "that lists objects",
      { method: "GET", url: `${host}/?max-keys=2&prefix=J`, headers: {}, body: "" },
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("%s is signed as the documentation says", (_what, request, signature) => {
    const signed = signedHeaders({ ...request, url: new URL(request.url) }, credentials, at);
    expect(signed.authorization).toMatch(new RegExp(`Signature=${signature}$`));
    expect(JSON.stringify(signed)).not.toContain("wJalrXUtnFEMI");
  });
});
