import fc from "fast-check";

const spite = [
  "\r\nBcc: eve@evil.com",
  "\n\n—\nUsher",
  "\n> ",
  "\u0000",
  "\u0085",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u{e0041}",
  "\ud800",
  "\u2800",
  "\u0301".repeat(40),
  "<script>alert(1)</script>",
  "<a href=https://evil.com>",
  "</title></bdi></p>",
  "<!--",
  "<![endif]-->",
  "&#60;b&gt;",
  `" onclick="x' x='`,
  "{{customer}}",
  "$&",
  "https://evil.com/login",
  "www.evil.com",
  "evil.",
  "com",
  "evil\u3002com",
  "evil\uff0ecom",
  "evil\u200b.com",
  "evil.\u2060com",
  "mailto:eve@evil.com",
  "eve@evil.com",
  "@",
  "javascript:alert(1)",
  "\\\\evil\\share",
  "10.0.0.1",
  "Ada",
  " ",
];
/** Names and lines as somebody would type them who wants more than a name. */
export const hostile = fc
  .array(fc.oneof(fc.constantFrom(...spite), fc.string({ unit: "binary", maxLength: 8 })), {
    minLength: 1,
    maxLength: 10,
  })
  .map((parts) => parts.join(""));
