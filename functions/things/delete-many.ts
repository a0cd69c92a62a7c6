import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { deleteMany, thingsIn } from "./deleting-many.ts";

export const run = useCase(api.things.deleteMany, { ahead: thingsIn }, deleteMany);
