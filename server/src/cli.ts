#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [first, ...rest] = process.argv.slice(2);

if ((first === '--version' || first === '-V') && rest.length === 0) {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  void import('./commands.mjs' as string);
}
