/**
 * What a function reported of its batch under `ReportBatchItemFailures`: the identifiers that failed,
 * or "all" for an answer that Lambda does not understand. Nothing, or nothing in the list, is success.
 */
export function failedItems(answer: unknown, identifiers: string[]): string[] | "all" {
  if (answer === null || answer === undefined) return [];
  if (typeof answer !== "object" || Array.isArray(answer)) return "all";
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return "all";
  const failed = failures.map((failure) => failure?.itemIdentifier);
  return failed.every((identifier) => identifiers.includes(identifier)) ? failed : "all";
}
