import type { Connector } from "#lib/aspsp/connector.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";

/** A bank that also writes a canary into some payments and as the name of each holder, with everything that it was heard to say of who and what for. */
export interface TellingBank {
  readonly connector: Connector;
  readonly names: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

/** Long enough to stand nowhere by chance. */
const isTelling = (text: string | null): text is string => text !== null && /[a-z]{3}|\d{6}/i.test(text);

export function tellingBank(
  real: Connector,
  canaries: { readonly name: string; readonly text: string },
): TellingBank {
  const names = new Set([canaries.name]);
  const texts = new Set([canaries.text]);
  let count = 0;
  const heard = (one: AspspTransaction): AspspTransaction => {
    count += 1;
    if (count % 3 === 0) {
      return {
        ...one,
        counterparty: canaries.name,
        counterpartyAccount: canaries.name,
        remittance: canaries.text,
      };
    }
    for (const name of [one.counterparty, one.counterpartyAccount]) if (isTelling(name)) names.add(name);
    if (isTelling(one.remittance)) texts.add(one.remittance);
    return one;
  };
  return {
    ...{ names, texts },
    connector: {
      ...real,
      capabilities: {
        ...real.capabilities,
        products: new Set([...real.capabilities.products, "holders" as const]),
      },
      open: (grant, terms) => {
        const session = real.open(grant, terms);
        return {
          ...session,
          async *holders() {
            yield { name: canaries.name, share: null };
          },
          async *transactions(account, query) {
            const told = session.transactions(account, query);
            for (;;) {
              const next = await told.next();
              if (next.done) return next.value;
              yield heard(next.value);
            }
          },
        };
      },
    },
  };
}
