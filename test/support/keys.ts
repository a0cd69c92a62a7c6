/** What everybody is answered who shows a key that does not hold, whatever is wrong with it. */
export const invalidKey = {
  status: 401,
  body: { code: "unauthenticated", detail: "This API key is not valid." },
};
