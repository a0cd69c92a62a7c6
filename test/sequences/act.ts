/** Something that a member of the customer tries. */
export type Act =
  | { do: "give" | "take"; principal: string; role: string }
  | { do: "set"; principal: string; roles: string[]; isMember: boolean }
  | { do: "remove"; principal: string }
  | { do: "join" | "quit"; group: string; person: string }
  | { do: "give on project" | "take on project"; principal: string; role: string }
  | { do: "define" | "redefine"; permissions: string[] }
  | { do: "delete role" }
  | { do: "ask for"; minApprovals: number };

/** What the rules say about an act that is allowed: what it changes, and what others must agree to before. */
export interface Allowed {
  gains?: { principal?: string; takes: string[]; claims: string[] };
  change(): void;
}

export const nothing: Allowed = { change: () => {} };
