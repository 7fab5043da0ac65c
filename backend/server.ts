import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Without it every start strips and compiles all sources anew: that takes three times as long, and the compiler's
// 20 MB stay. The folder is trusted as much as the code beside it; where it cannot be written, all goes on without.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'));

await import('./serve.ts');
