"""Only for working on the press: benchmarks, fuzzing, reproduction, readers of finished books, validators."""
