import type { ProjectDeletionLetter } from "../letter.ts";
import { ours, type Phrase, place, say } from "../phrase.ts";
import { type Block, quoted, type Sheet } from "../sheet.ts";

/** To those who had access to a project, and to whoever asked for its deletion: that it is to go, that it stays, or that it is gone. */
export function projectDeletion(letter: ProjectDeletionLetter): Sheet {
  const { firstName, customer, reason = "" } = letter;
  const { subject, says, note, because } = texts[letter.letter](letter);
  return {
    subject,
    firstName,
    blocks: [
      { paragraph: says },
      ...quoted(reason, say`The reason`),
      ...note.map((text): Block => ({ note: text })),
    ],
    because: say`${because} ${letter.project} of ${customer}`,
  };
}

interface Texts {
  subject: Phrase;
  says: Phrase;
  note: Phrase[];
  /** What the reader has to do with the project. */
  because: Phrase;
}

const texts: Record<ProjectDeletionLetter["letter"], (letter: ProjectDeletionLetter) => Texts> = {
  "project-deletion-requested": (letter) => ({
    subject: say`${place(letter)} is about to be deleted`,
    says: say`${letter.by} asked for ${place(letter)} to be deleted. Your access to it has ended.`,
    note: [
      say`Its resources in cloud platforms are reviewed first. If some of them must be kept, the deletion is declined and your access comes back.`,
    ],
    because: say`you had access to`,
  }),
  "project-deletion-declined": (letter) => ({
    subject: say`${place(letter)} is not deleted`,
    says: say`${letter.by} declined the deletion of ${place(letter)}, because some of its resources in a cloud platform must be kept. ${ours(letter.regains ? "You have access to it again." : "It can be used again.")}`,
    note: [],
    because: letter.regains ? say`you have access to` : say`you asked for the deletion of`,
  }),
  "project-deleted": (letter) => ({
    subject: say`${place(letter)} was deleted`,
    says:
      letter.requester === undefined
        ? say`As you had asked, ${place(letter)} was deleted for good.`
        : say`As ${letter.requester} had asked, ${place(letter)} was deleted for good.`,
    note: [],
    because:
      letter.requester === undefined ? say`you asked for the deletion of` : say`you had access to`,
  }),
};
