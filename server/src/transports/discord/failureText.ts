import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';

/**
 * What a failure says, fit for a log. The library's errors carry the address and the body of the request, in which
 * the tokens of interactions stand: only what Discord answered is told.
 */
export function failureText(error: unknown): string {
  if (error instanceof DiscordAPIError) {
    return `Discord answered ${error.status} (${error.code}): ${error.message}`;
  }
  if (error instanceof HTTPError) {
    return `Discord answered ${error.status}`;
  }
  if (error instanceof RateLimitError) {
    return `Discord asks to wait ${error.retryAfter} ms`;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const why = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${why}`;
}
