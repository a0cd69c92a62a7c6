/** A reason not to build the stack that one line explains to the person at the keyboard. */
export class CannotSynthesize extends Error {
  override readonly name = "CannotSynthesize";
}
