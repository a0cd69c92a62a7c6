interface Progress {
  done: number;
  total?: number;
  perSecond?: number;
  estimatedEnd?: string;
}

const width = 20;

/** How far an operation is, drawn: `███████░░░ 350 of 500, 70 a second, until 12:00:05`. Nobody knows of how many before the end where things are found by looking. */
export function barOf({ done, total, perSecond, estimatedEnd }: Progress, isOver: boolean): string {
  const share = isOver ? 1 : total ? Math.min(1, done / total) : 0;
  const full = Math.round(share * width);
  const until = estimatedEnd && new Date(estimatedEnd).toLocaleTimeString("en-GB");
  return [
    `${"█".repeat(full)}${"░".repeat(width - full)} ${done}${total === undefined ? "" : ` of ${total}`}`,
    ...(perSecond === undefined ? [] : [`${Math.round(perSecond)} a second`]),
    ...(until ? [`until ${until}`] : []),
  ].join(", ");
}
