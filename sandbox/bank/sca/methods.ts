import type { MethodKind } from "../family/people.ts";
import type { Login } from "../logins.ts";

/** One way of confirming, as it is offered to a caller. */
export interface Method {
  readonly kind: MethodKind;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly explanation: string;
  /** Whether the person does it on the phone alone, without typing anything at the caller's. */
  readonly decoupled: boolean;
}

interface Described {
  readonly type: string;
  /** The nearest type on the specification's list, where `type` is not on it. */
  readonly standardType?: string;
  readonly name: (login: Login) => string;
  readonly explanation: string;
  readonly decoupled?: boolean;
}

const lastThree = ({ person }: Login): string => `••• ${person.mobile.replaceAll(" ", "").slice(-3)}`;

function maskedMail({ mail }: Login): string {
  const [box = "", domain = ""] = mail.split("@");
  return `${box.slice(0, 1)}•••@${domain}`;
}

const described: Readonly<Record<MethodKind, Described>> = {
  sms: {
    type: "SMS_OTP",
    name: (login) => `Text message to ${lastThree(login)}`,
    explanation: "We send a code of six figures to your mobile phone.",
  },
  call: {
    type: "CALL_OTP",
    standardType: "SMS_OTP",
    name: (login) => `Phone call to ${lastThree(login)}`,
    explanation: "We call you and read out a code of six figures.",
  },
  mail: {
    type: "SMTP_OTP",
    name: (login) => `Mail to ${maskedMail(login)}`,
    explanation: "We send a code of eight letters and figures to your mail address.",
  },
  totp: {
    type: "TOTP",
    standardType: "CHIP_OTP",
    name: () => "Authenticator app",
    explanation: "Your authenticator app shows a code of six figures that changes every half minute.",
  },
  chip: {
    type: "CHIP_OTP",
    name: () => "Chip token",
    explanation: "Type the start number into your token; it shows a code of eight figures.",
  },
  phototan: {
    type: "PHOTO_OTP",
    name: () => "Photo code",
    explanation: "Scan the coloured picture with your phone; it shows a code of seven figures.",
  },
  qr: {
    type: "PHOTO_OTP",
    name: () => "QR code",
    explanation: "Scan the QR code with your phone; it shows a code of six figures.",
  },
  push: {
    type: "PUSH_OTP",
    name: () => "Approval in the app",
    explanation: "Approve in our app on your phone.",
    decoupled: true,
  },
  fingerprint: {
    type: "PUSH_OTP",
    name: () => "Approval in the app by fingerprint",
    explanation: "Approve in our app on your phone with your fingerprint.",
    decoupled: true,
  },
  face: {
    type: "PUSH_OTP",
    name: () => "Approval in the app by face",
    explanation: "Approve in our app on your phone with your face.",
    decoupled: true,
  },
  callback: {
    type: "CALL_CONFIRMATION",
    standardType: "PUSH_OTP",
    name: (login) => `Phone call to ${lastThree(login)}, press 1`,
    explanation: "We call you. Press 1 to approve.",
    decoupled: true,
  },
  key: {
    type: "SECURITY_KEY",
    standardType: "CHIP_OTP",
    name: () => "Security key",
    explanation: "Use your security key on our own page.",
  },
};

export function methodsOf(
  login: Login,
  standardTypes: boolean,
  kinds: readonly MethodKind[] = login.person.methods,
): readonly Method[] {
  return kinds.map((kind) => {
    const { type, standardType, name, explanation, decoupled } = described[kind];
    return {
      kind,
      id: kind,
      type: standardTypes ? (standardType ?? type) : type,
      name: name(login),
      explanation,
      decoupled: decoupled ?? false,
    };
  });
}
