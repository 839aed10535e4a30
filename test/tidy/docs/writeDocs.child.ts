import { writeFileSync } from 'node:fs';
import { generatedDocuments } from './generatedDocuments';

for (const [path, text] of Object.entries(generatedDocuments)) {
  writeFileSync(path, text());
}
