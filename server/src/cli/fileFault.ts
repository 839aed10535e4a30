/** What the operating system says of a file, without the path, which the sentence around it has named. */
export function fileFault(error: unknown): string {
  return (error as Error).message.replace(/, [a-z_]+ '[^']*'(?: -> '[^']*')?$/, '');
}
