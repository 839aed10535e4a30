import { strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedDocuments } from './generatedDocuments';

describe('generated documents', () => {
  for (const [path, text] of Object.entries(generatedDocuments)) {
    it(`${path} says what its table says (else: npm run docs)`, () => {
      strictEqual(readFileSync(path, 'utf8'), text());
    });
  }
});
