const patience = 20_000;

/** Posts the token of the link; an unreachable service answers with status 0. */
export async function ask(verb, token) {
  try {
    const response = await fetch(`v1/invitations/${verb}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const body = await response.json().catch(() => ({}));
    return { status: response.status, wait: Number(response.headers.get("retry-after")), body };
  } catch {
    return { status: 0, wait: 0, body: {} };
  }
}
