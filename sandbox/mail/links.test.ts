import { describe, expect, test } from "vitest";

import { linksOf, piecesOf, textOfHtml } from "./links.ts";

describe("the links of a mail", () => {
  test("leave the sentence's punctuation outside", () => {
    expect(linksOf("See https://a.example/x?b=1&c=2. Or (http://b.example/y)!", null)).toEqual([
      "https://a.example/x?b=1&c=2",
      "http://b.example/y",
    ]);
  });

  test("come from text first, then from markup, each once", () => {
    const markup = `<a class=x href="https://a.example/?b=1&amp;c=2">A</a><a href='https://c.example/'>C</a>`;
    expect(linksOf("https://a.example/?b=1&c=2", markup)).toEqual([
      "https://a.example/?b=1&c=2",
      "https://c.example/",
    ]);
  });

  test("never hold another scheme than http and https", () => {
    expect(
      linksOf("javascript:alert(1)", `<a href="javascript:alert(1)">x</a><a href="data:text/html,x">y</a>`),
    ).toEqual([]);
  });
});

test("cutting a text into pieces loses no character", () => {
  const text = "Open https://a.example/x, then\n(https://b.example/) — end.";
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test("a mail of markup alone reads as text", () => {
  const markup =
    "<head><title>t</title></head><style>p{}</style><p>Dear Zo&eacute; &amp; Jo&#227;o,</p><p>one<br>two</p><script>x</script>";
  expect(textOfHtml(markup)).toBe("Dear Zo&eacute; & João,\none\ntwo");
});
