import { Page } from '../../shell/Page.tsx';

export const UserPage = () => <Page title="User">{null}</Page>;
