import { execFile } from 'node:child_process';

/** Ways to start a program in a network namespace of its own, the unprivileged one first. */
const ways: readonly (readonly string[])[] = [
  ['unshare', '--user', '--map-current-user', '--net', '--'],
  ['unshare', '--net', '--'],
];

let probed: Promise<readonly string[] | null> | undefined;

/** The words before an argv that keep it and all it starts from every network, or `null` where no way works. Probed once. */
export function networkNamespace(): Promise<readonly string[] | null> {
  probed ??= process.platform === 'linux' ? firstThatWorks() : Promise.resolve(null);
  return probed;
}

async function firstThatWorks(): Promise<readonly string[] | null> {
  for (const way of ways) {
    if (await works(way)) return way;
  }
  return null;
}

function works([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, [...args, 'true'], { timeout: 5000 }, (error) => resolve(error === null));
  });
}
