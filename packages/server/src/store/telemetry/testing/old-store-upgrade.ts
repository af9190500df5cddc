import { openEmbedded } from '../embedded-driver.ts';
import { fillDue } from '../fills.ts';
import { migrate } from '../migrate.ts';
import { MARKS_VIEW } from '../rollups/schema.ts';
import { VIEWS } from '../views.ts';

/** Upgrades the store in the directory that is named, as a process that can be killed meanwhile. */
const driver = await openEmbedded({ path: process.argv[2] as string });
await migrate(driver, { textIndex: true });
await fillDue(driver, [MARKS_VIEW, ...VIEWS], { settledMs: 0 });
await driver.close();
console.log('upgraded');
