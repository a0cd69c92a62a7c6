const escaped: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const inHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escaped[character] ?? "");

const frame = (title: string, content: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 32rem; margin: 15vh auto 0; padding: 0 1rem; }
  input, button, textarea { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; margin-top: .5rem; }
  textarea { font-family: ui-monospace, monospace; font-size: .8rem; }
</style>
<main>
<h1>${title}</h1>
${content}
</main>
</html>
`;

/** A page that asks for an address; whatever brought the person here is sent along. */
export function signInPage(action: string, method: "get" | "post", carried: [string, string][]) {
  const hidden = carried.map(
    ([name, value]) => `<input type="hidden" name="${inHtml(name)}" value="${inHtml(value)}">`,
  );
  return frame(
    "Sign in",
    `<p>This issuer runs on your machine and believes every address.</p>
<form action="${action}" method="${method}">
${hidden.join("\n")}
<label for="address">E-mail address</label>
<input id="address" name="login_hint" type="email" autocomplete="email" required autofocus>
<button>Sign in</button>
</form>`,
  );
}

/** A page that shows a token to be pasted elsewhere. */
export const tokenPage = (address: string, token: string) =>
  frame(
    "Signed in",
    `<p>Send this as <code>Authorization: Bearer …</code>; it acts for ${inHtml(address)} for twelve hours.</p>
<label for="token">Token</label>
<textarea id="token" rows="10" readonly>${inHtml(token)}</textarea>
<p><a href="/">Sign in as somebody else</a></p>`,
  );
