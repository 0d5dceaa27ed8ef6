import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

interface Ceremony {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  /** The counter to state; usually one more than the last. */
  readonly signCount?: number;
}

const flag = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 };

/** An authenticator in software: one ES256 passkey without attestation, as browsers hand its answers on. */
export function softPasskey() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(24);
  let counted = 0;

  const authenticatorData = (ceremony: Ceremony, attested: boolean): Buffer => {
    const { rpId = new URL(ceremony.origin).hostname, userVerified = true } = ceremony;
    counted = ceremony.signCount ?? counted + 1;
    const flags = flag.userPresent | (userVerified ? flag.userVerified : 0) | (attested ? flag.attested : 0);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counted, 1);
    const own = attested ? attestedCredential(credentialId, publicKey) : Buffer.alloc(0);
    return Buffer.concat([sha256(Buffer.from(rpId)), head, own]);
  };
  const answer = (response: Readonly<Record<string, unknown>>) => ({
    id: credentialId.toString("base64url"),
    rawId: credentialId.toString("base64url"),
    type: "public-key" as const,
    clientExtensionResults: {},
    response,
  });

  return {
    /** What `navigator.credentials.create` answers, as JSON. */
    register(ceremony: Ceremony) {
      const attestation = cbor(
        new Map<string, CborValue>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authenticatorData(ceremony, true)],
        ]),
      );
      return answer({
        clientDataJSON: clientData("webauthn.create", ceremony).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      });
    },
    /** What `navigator.credentials.get` answers, as JSON. */
    sign(ceremony: Ceremony) {
      const data = authenticatorData(ceremony, false);
      const client = clientData("webauthn.get", ceremony);
      return answer({
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: sign("sha256", Buffer.concat([data, sha256(client)]), privateKey).toString("base64url"),
      });
    },
  };
}

export type SoftPasskey = ReturnType<typeof softPasskey>;

const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

const clientData = (type: string, { challenge, origin }: Ceremony): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

/** Attested credential data (WebAuthn Level 3, 6.5.1): AAGUID, identifier, COSE key. */
function attestedCredential(credentialId: Buffer, publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(credentialId.length);
  const coseKey = new Map<number, CborValue>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
  return Buffer.concat([Buffer.alloc(16), length, credentialId, cbor(coseKey)]);
}

type CborValue = number | string | Buffer | Map<string | number, CborValue>;

/** As much of CBOR (RFC 8949) as an authenticator speaks. */
function cbor(value: CborValue): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.from([(major << 5) | argument]);
  if (argument < 256) return Buffer.from([(major << 5) | 24, argument]);
  return Buffer.from([(major << 5) | 25, argument >> 8, argument & 0xff]);
}
