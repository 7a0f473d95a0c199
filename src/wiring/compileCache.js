import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Loaded by `npm start` before the program (`--import`): keeps compiled code, and sources with their types stripped, from one
// start to the next. JavaScript, so that Node's type stripper is not even loaded when everything is cached already.
// Measured: a quarter less processor time for a start, and a service 12 MiB smaller.
//
// Kept beside the packages, because who can write there could change the program itself; Node's own default is the shared
// folder for temporary files. A folder that can't be written to costs nothing but the gain.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/rollcall', import.meta.url)));
