/** A mail that SES took. */
export type SentMail = {
  messageId: string;
  source: string;
  to: string[];
  subject: string;
  tags: Record<string, string>;
  configurationSet: string | undefined;
};

/** Reads the mail in a request `SendEmail` of SES's API of 2010-12-01, and its id in the answer. */
export function readSentMail(input: Record<string, unknown>, answer: string): SentMail | undefined {
  const [, messageId] = /<MessageId>([^<]+)<\/MessageId>/.exec(answer) ?? [];
  if (input.Action !== "SendEmail" || !messageId) return undefined;
  const text = (name: string) => (input[name] === undefined ? undefined : String(input[name]));
  const members = (name: string) =>
    Object.keys(input).filter((key) => new RegExp(`^${name}\\.member\\.\\d+(\\.Name)?$`).test(key));
  const recipients = ["To", "Cc", "Bcc"].flatMap((kind) =>
    members(`Destination\\.${kind}Addresses`).map((key) => String(input[key])),
  );
  const tags = members("Tags").map((key) => [
    String(input[key]),
    text(key.replace(/Name$/, "Value")) ?? "",
  ]);
  return {
    messageId,
    source: text("Source") ?? "",
    to: recipients,
    subject: text("Message.Subject.Data") ?? "",
    tags: Object.fromEntries(tags),
    configurationSet: text("ConfigurationSetName"),
  };
}
