import { Page } from '../../shell/Page.tsx';

export const TracePage = () => <Page title="Trace">{null}</Page>;
