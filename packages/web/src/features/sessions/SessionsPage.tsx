import { Page } from '../../shell/Page.tsx';

export const SessionsPage = () => <Page title="Sessions">{null}</Page>;
