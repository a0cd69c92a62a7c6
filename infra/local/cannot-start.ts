/** A reason not to start that one line explains to the person at the keyboard. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}
