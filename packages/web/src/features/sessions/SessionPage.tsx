import { Page } from '../../shell/Page.tsx';

export const SessionPage = () => <Page title="Session">{null}</Page>;
