import { describe, expect, test, vi } from "vitest";
import { accepts, mail, playSes, postTo } from "./ses.ts";

const { asked, posted, connections, address } = playSes();
const accepted = accepts("<MessageId>0102018e-1</MessageId>");

describe("what SES is asked", () => {
  test("is one SendEmail in UTF-8, with the configuration set and the tags", async () => {
    expect(await posted(accepted)).toEqual({ outcome: "sent", messageId: "0102018e-1" });
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      {
        Action: "SendEmail",
        Version: "2010-12-01",
        Source: '"Usher" <Usher@example.org>',
        "Destination.ToAddresses.member.1": "ada@example.com",
        "Message.Subject.Data": mail.subject,
        "Message.Subject.Charset": "UTF-8",
        "Message.Body.Text.Data": mail.text,
        "Message.Body.Text.Charset": "UTF-8",
        "Message.Body.Html.Data": mail.html,
        "Message.Body.Html.Charset": "UTF-8",
        ConfigurationSetName: "usher",
        "Tags.member.1.Name": "letter",
        "Tags.member.1.Value": "invitation",
        "Tags.member.2.Name": "event",
        "Tags.member.2.Value": "evt_01JD3Z6H2N7Q4W8X5Y9R0T1V2B",
      },
    ]);
  });

  test("names where answers go, and who writes", async () => {
    vi.stubEnv("MAIL_REPLY_TO", "desk@example.org");
    await posted(accepted);
    vi.stubEnv("MAIL_REPLY_TO", "");
    expect(asked[0]?.get("ReplyToAddresses.member.1")).toBe("desk@example.org");
  });

  test("has only what SES allows in the value of a tag", async () => {
    await posted(accepted, { tags: { customer: `acme@x.${"y".repeat(300)}` } });
    expect(asked[0]?.get("Tags.member.1.Value")).toBe(`acme_x_${"y".repeat(249)}`);
  });

  test.each([
    "",
    "nobody",
    "a@b.example, eve@evil.com",
    "ada@example.com\r\nBcc: eve@evil.com",
    "ädä@example.com",
  ])("is nothing when %j is no address", async (to) => {
    expect(await posted(accepted, { to })).toMatchObject({ outcome: "rejected" });
    expect(asked).toEqual([]);
  });
});

test("every mail goes over a connection of its own, never one that died while the function was frozen", async () => {
  await posted(accepted);
  const [post, before] = [await postTo(address()), connections()];
  await post(mail);
  await post(mail);
  expect(connections() - before).toBe(2);
});

test("a sender that is no address is an error of the deployment", async () => {
  await expect(posted(accepted, {}, "Usher")).rejects.toThrow("MAIL_FROM is not an e-mail address");
  expect(asked).toEqual([]);
});
