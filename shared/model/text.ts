import * as z from "zod/mini";

/** Control, line and direction characters, which forge mail headers and hide what a name says, and halves of characters. */
const unseen = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

/** What makes a name look like another one, or like none: fillers, soft hyphens and their like. Scripts and emoji need what selects a variant. */
const invisible = /[[\p{Default_Ignorable_Code_Point}\u2800]--\p{Variation_Selector}]/v;

/** Scripts whose letters a joiner shapes, and emoji: Sinhala and Persian cannot be written without. */
const shaped = String.raw`[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Khmer}\p{sc=Myanmar}\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]`;
const joiner = new RegExp(`(?<=${shaped})[\u200C\u200D](?=${shaped})`, "gv");

/** A text but for the joiners that belong there: anywhere else nobody would see them. */
const withoutJoiners = (text: string) => text.replace(joiner, "");

const seen = () =>
  z.refine<string>(
    (text) => !unseen.test(withoutJoiners(text)),
    "must not contain control characters",
  );

/** One line that people read: trimmed, in Unicode form C, without control characters, invisible ones and addresses. */
export const name = (max = 255, min = 1) =>
  z.string().check(
    z.trim(),
    z.normalize("NFC"),
    z.minLength(min),
    z.maxLength(max),
    seen(),
    z.refine(
      (text) => !invisible.test(withoutJoiners(text)),
      "must not contain invisible characters",
    ),
    z.refine((text) => !text.includes("://"), "must not contain ://"),
  );

/** Text of several lines: line breaks and tabs are fine, other control characters are not. */
export const prose = (max: number, min = 0) =>
  z.string().check(
    z.trim(),
    z.normalize("NFC"),
    z.minLength(min),
    z.maxLength(max),
    z.refine(
      (text) => !unseen.test(withoutJoiners(text).replace(/[\n\r\t]/g, "")),
      "must not contain control characters",
    ),
  );

/** What something is called elsewhere, letter by letter as it is there: neither trimmed nor brought to a form. */
const mention = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), seen());

/** How the texts of a record are read. */
export interface Texts {
  name(max?: number, min?: number): z.ZodMiniString;
  prose(max: number, min?: number): z.ZodMiniString;
  mention(max: number): z.ZodMiniString;
}

/** As somebody types them: by the rules of today. */
export const typed: Texts = { name, prose, mention };

/** As they are kept and shown, whatever the rules were when they came. */
export const kept: Texts = {
  name: () => z.string(),
  prose: () => z.string(),
  mention: () => z.string(),
};

/** An instant, ISO 8601 in UTC: `2026-01-31T12:00:00Z`, kept with milliseconds so that texts sort as times. */
export const instant = () =>
  z.pipe(
    z.iso.datetime({ error: "must be a UTC instant such as 2026-01-31T12:00:00Z" }),
    z.transform((text) => new Date(text).toISOString()),
  );

/** An instant as stored and answered. */
export const storedInstant = () => z.iso.datetime();

/** A yes or no in a query: `true` or `false` in words; missing counts as no. */
export const flag = () =>
  z.optional(
    z.pipe(
      z.enum(["true", "false"]),
      z.transform((typed) => typed === "true"),
    ),
  );
