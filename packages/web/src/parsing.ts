import { config } from 'zod';

// Compiled parsers need eval, which the page's content security policy forbids; even probing for it is reported.
config({ jitless: true });
