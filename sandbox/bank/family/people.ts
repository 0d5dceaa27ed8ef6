/** How somebody proves to the bank that it is them. */
export const methodKinds = [
  "sms",
  "call",
  "mail",
  "totp",
  "chip",
  "phototan",
  "qr",
  "push",
  "fingerprint",
  "face",
  "callback",
  "key",
] as const;

export type MethodKind = (typeof methodKinds)[number];

export interface BankPerson {
  /** What the person signs in with; it says which way of confirming they use. */
  readonly key: string;
  readonly name: string;
  /** Without the domain, so that each login can have a mailbox of its own. */
  readonly mailbox: string;
  readonly mobile: string;
  /** In the order the bank offers them. None: the bank asks for no confirmation. */
  readonly methods: readonly MethodKind[];
  /** Whether the bank sends this person to its own page whatever the caller prefers. */
  readonly onlyOnBankPage?: boolean;
}

/**
 * One invented family in four generations, in Madrid, Valencia and Zürich. Numbers end in
 * 555, which is how the phone page and the masked destinations can be told from real ones.
 */
export const people: readonly BankPerson[] = [
  {
    key: "sms",
    name: "Elena Aranda Keller",
    mailbox: "elena",
    mobile: "+34 600 142 555",
    methods: ["sms"],
  },
  { key: "call", name: "Matthias Keller", mailbox: "matthias", mobile: "+34 600 283 555", methods: ["call"] },
  {
    key: "mail",
    name: "Lucía Keller Aranda",
    mailbox: "lucia",
    mobile: "+34 600 371 555",
    methods: ["mail"],
  },
  {
    key: "totp",
    name: "Jonas Keller Aranda",
    mailbox: "jonas",
    mobile: "+34 600 418 555",
    methods: ["totp"],
  },
  { key: "chip", name: "Ernst Keller", mailbox: "ernst", mobile: "+41 79 000 25 55", methods: ["chip"] },
  {
    key: "phototan",
    name: "Hildegard Keller-Brandt",
    mailbox: "hildegard",
    mobile: "+41 79 000 36 55",
    methods: ["phototan"],
  },
  {
    key: "qrcode",
    name: "Teresa Aranda Molina",
    mailbox: "teresa",
    mobile: "+34 600 147 555",
    methods: ["qr"],
  },
  {
    key: "push",
    name: "Rafael Aranda Molina",
    mailbox: "rafael",
    mobile: "+34 600 258 555",
    methods: ["push"],
  },
  {
    key: "fingerprint",
    name: "Sofia Lindholm",
    mailbox: "sofia",
    mobile: "+34 600 526 555",
    methods: ["fingerprint"],
  },
  {
    key: "face",
    name: "Nils Lindholm Aranda",
    mailbox: "nils",
    mobile: "+34 600 637 555",
    methods: ["face"],
  },
  {
    key: "callback",
    name: "Carmen Molina viuda de Aranda",
    mailbox: "carmen",
    mobile: "+34 600 369 555",
    methods: ["callback"],
  },
  {
    key: "key",
    name: "Daniel Lindholm",
    mailbox: "daniel",
    mobile: "+34 600 748 555",
    methods: ["key", "sms"],
    onlyOnBankPage: true,
  },
  { key: "exempt", name: "Miguel Aranda Soto", mailbox: "miguel", mobile: "+34 600 471 555", methods: [] },
  {
    key: "many",
    name: "Clara Keller de Oliveira",
    mailbox: "clara",
    mobile: "+34 600 859 555",
    methods: [
      "sms",
      "call",
      "mail",
      "totp",
      "chip",
      "phototan",
      "qr",
      "push",
      "fingerprint",
      "face",
      "callback",
    ],
  },
];

export const mailDomain = "aranda-keller.example";

/** Everybody's, as it is written on the bank's own demo page. */
export const demoPassword = "blue-harbour-27";
