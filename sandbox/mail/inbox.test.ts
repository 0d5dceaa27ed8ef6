import { expect, test } from "vitest";

import { createInbox } from "./inbox.ts";

const letter = (subject: string) => ({
  from: "Licet",
  subject,
  text: "",
  html: null,
  links: [],
  receivedAt: new Date("2027-01-01T00:00:00Z"),
});

test("a full inbox forgets the oldest mail first", () => {
  const inbox = createInbox(
    2,
    () => {},
    () => {},
  );
  for (const subject of ["one", "two", "three"]) inbox.deliver(letter(subject), ["a@example.com"]);
  expect(inbox.list().map((mail) => mail.subject)).toEqual(["three", "two"]);
});

test("each recipient has a copy, and a recipient named twice has one", () => {
  const delivered: string[] = [];
  const inbox = createInbox(
    10,
    (mail) => delivered.push(mail.to),
    () => {},
  );
  inbox.deliver(letter("one"), ["b@example.com", "A@example.com", "a@EXAMPLE.com"]);
  expect(delivered).toEqual(["b@example.com", "a@example.com"]);
  expect(inbox.mailboxes()).toEqual([
    { address: "a@example.com", count: 1 },
    { address: "b@example.com", count: 1 },
  ]);
});

test("look-alike letters stay two mailboxes", () => {
  const inbox = createInbox(
    10,
    () => {},
    () => {},
  );
  inbox.deliver(letter("one"), ["ana@example.com", "аna@example.com"]);
  expect(inbox.list("ana@example.com")).toHaveLength(1);
  expect(inbox.mailboxes()).toHaveLength(2);
});
