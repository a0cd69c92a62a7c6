/** Something that somebody tries. */
export type Act =
  | {
      do: "create";
      customer: string;
      below: string;
      owner?: string | undefined;
      into?: string | undefined;
    }
  | { do: "move"; customer: string; to: string | null }
  | { do: "give" | "take"; customer: string; principal: string; role: string }
  | { do: "remove"; customer: string; principal: string }
  | { do: "join" | "quit"; person: string }
  | { do: "give on project" | "take on project"; principal: string; role: string }
  | { do: "make project" | "delete project" | "register" }
  | { do: "decide"; word: "confirm" | "decline" }
  | { do: "group"; group: string; owner: string }
  | { do: "disband"; group: string }
  | { do: "close"; customer: string; recursive: boolean }
  | { do: "put in" | "take out"; group: string; customer: string }
  | { do: "give on" | "take on"; group: string; principal: string; role: string };

/** What the rules say about it: the code of a refusal, or what it changes. */
export type Verdict = string | (() => void);

export const nothing = () => {};
