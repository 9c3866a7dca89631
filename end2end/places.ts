// Where things are: the binary, the server's folder, and the shared filings where they exist.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

// A port of this run's own, so that two runs on one machine do not meet. The workers inherit it.
process.env.GROUPCOVER_PORT ??= String(20_000 + (process.pid % 20_000));
export const port = Number(process.env.GROUPCOVER_PORT);
export const binary = process.env.GROUPCOVER_BINARY ?? join(here, '../target/release-build/groupcover');
export const shared = process.env.GROUPCOVER_SHARED ?? join(here, '../../shared/data');

// The workers inherit the name from the process that reads the configuration first.
process.env.GROUPCOVER_FOLDER ??= join(tmpdir(), `groupcover-end2end-${process.pid}`);
export const folder = process.env.GROUPCOVER_FOLDER;
export const databaseUrl = `sqlite:${join(folder, 'groupcover.db')}`;

// Filings of a past year, and a roster in the form of an exchange's template.
export const filings = join(shared, 'dc_shop_2016');
export const sampleRoster = join(shared, 'roster/roster_sample.xlsx');
export const haveShared = existsSync(filings) && existsSync(sampleRoster);
